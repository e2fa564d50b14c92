/**
 * The only place that constructs adapters and hands them to what needs them, by constructors, for
 * each way the program can be started.
 *
 * <p>Nothing else may depend on this package but the program's entry point.
 */
package skep.bot.wiring;
