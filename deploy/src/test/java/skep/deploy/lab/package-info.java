/**
 * Real Swarms for tests: {@link skep.deploy.lab.Lab} starts them, {@link skep.deploy.lab.LabTest}
 * hands a shared one to a test class. Also published to the tests of other modules.
 *
 * <p>Must not know what is deployed there.
 */
package skep.deploy.lab;
