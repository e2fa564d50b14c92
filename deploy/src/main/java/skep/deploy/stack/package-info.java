/**
 * Stack files: from the bytes of one commit to the objects {@code docker stack deploy} would make.
 * Loading, interpolation, merging, templates, conversion to Engine API specs. Pure: reads a {@link
 * skep.secrets.repository.FileTree} and nothing else.
 *
 * <p>Must not know the Swarm's actual state, plans, or chat.
 */
package skep.deploy.stack;
