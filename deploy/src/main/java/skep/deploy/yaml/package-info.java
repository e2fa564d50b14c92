/**
 * YAML as a graph of nodes that know their lines, read with limits on size, depth and aliases, and
 * with scalars resolved as the Docker CLI's parser resolves them.
 *
 * <p>Must not know what any key means.
 */
package skep.deploy.yaml;
