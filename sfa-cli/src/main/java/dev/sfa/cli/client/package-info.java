/** The daemon's clients: REST, Phoenix Channels, and following jobs to their end over both. */
package dev.sfa.cli.client;
