/** Publish and subscribe inside the daemon. */
package dev.sfa.daemon.events;
