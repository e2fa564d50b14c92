/** Files a stack file points to: env files, and what secrets and configs hold. */
package skep.deploy.stack.files;
