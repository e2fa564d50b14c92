/**
 * From merged stack files to the bodies the Engine API takes, field by field what {@code docker
 * stack deploy} of docker/cli 28 sends: blank fields left out or sent as blank as Go does it.
 */
package skep.deploy.stack.convert;
