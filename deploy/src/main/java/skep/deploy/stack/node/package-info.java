/**
 * A YAML file as a tree that can be changed: variables filled in, short forms made long, files
 * merged, each value still knowing its line. {@code skep.deploy.yaml} does the reading.
 *
 * <p>Must not know what a stack file is.
 */
package skep.deploy.stack.node;
