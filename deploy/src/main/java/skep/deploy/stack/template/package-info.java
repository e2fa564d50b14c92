/**
 * Stack files that are Jinja templates: rendered over the estate's {@code vars/*.yml}, away from
 * files, classes and the clock.
 */
package skep.deploy.stack.template;
