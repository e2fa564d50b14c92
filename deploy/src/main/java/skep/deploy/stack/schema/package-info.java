/**
 * Which keys a stack file may have, of what kind, from which format version on. The table is ours,
 * written after the documented Compose file formats 3.0 to 3.13; the judge of it is the CLI itself,
 * in the parity tests.
 */
package skep.deploy.stack.schema;
