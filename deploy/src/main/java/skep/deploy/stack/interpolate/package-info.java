/**
 * Variables in stack files: {@code ${NAME}} and its operators, and the casts that follow where a
 * value must not stay text.
 */
package skep.deploy.stack.interpolate;
