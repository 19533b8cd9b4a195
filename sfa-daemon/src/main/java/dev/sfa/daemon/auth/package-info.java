/** Who may do what: tokens, scopes, Host and Origin. */
package dev.sfa.daemon.auth;
