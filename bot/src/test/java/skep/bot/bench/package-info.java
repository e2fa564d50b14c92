/**
 * The benchmarks of {@code ./skep bench}. Every measure stands beside what it is compared with,
 * both taken in turn in the same run; medians are printed, nothing is written. Not part of the
 * product.
 */
package skep.bot.bench;
