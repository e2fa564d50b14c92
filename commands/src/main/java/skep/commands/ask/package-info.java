/**
 * Questions of people: which pages are runbooks, what is asked, what may be looked at, and how an
 * answer is told. Knows neither how passages are found nor which model writes.
 */
package skep.commands.ask;
