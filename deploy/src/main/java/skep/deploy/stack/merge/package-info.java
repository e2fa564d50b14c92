/**
 * One form for every key (short syntax becomes long, text becomes what it means), then several
 * files into one by the CLI's rules: lists grow, ports, volumes, secrets and configs replace their
 * like, blank values override nothing.
 */
package skep.deploy.stack.merge;
