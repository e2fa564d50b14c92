/**
 * What Skep remembers, kept in the Swarm itself: releases, waiting plans, stack locks. Records are
 * configs with immutable data and labels changed by compare-and-set (see {@link
 * skep.deploy.release.RecordStore}).
 *
 * <p>Must not know how plans are made, how they are carried out, or chat.
 */
package skep.deploy.release;
