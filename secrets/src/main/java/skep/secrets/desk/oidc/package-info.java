/**
 * Who somebody is, told by the company's OpenID provider: the authorization code flow with PKCE, in
 * two calls with the browser's way to the provider and back between them.
 *
 * <p>Knows OpenID Connect. Must not know what the identity is for, nor who keeps what must be kept:
 * no server, no cookie, no chat, no Docker.
 */
package skep.secrets.desk.oidc;
