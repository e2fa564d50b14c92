/**
 * GitHub, as far as Skep writes there: pull requests, comments on them, and issues.
 *
 * <p>Knows GitHub's REST API. Must not know what the comments are about, nor chat or Docker.
 */
package skep.deploy.github;
