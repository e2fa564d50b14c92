/**
 * Where passages are kept for search, how they get there, and how they are found. Knows neither
 * models that write nor chat.
 */
package skep.runbooks.index;
