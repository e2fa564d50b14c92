/** The program: its entry point, and the wiring that constructs every adapter. */
package skep.bot;
