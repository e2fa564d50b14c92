/**
 * A git repository read straight from its object database: nothing is checked out, and files that
 * git-crypt encrypted come back in clear, in memory only.
 *
 * <p>Knows git and git-crypt. Must not know what the files mean: no YAML, no Docker, no chat.
 */
package skep.secrets.repository;
