/**
 * Values with a notation of their own: durations, sizes, CPU counts, short ports and volumes, shell
 * words. They mean what they mean to the CLI (Go's parsers), written anew.
 */
package skep.deploy.stack.value;
