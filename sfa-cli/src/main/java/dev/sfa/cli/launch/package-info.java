/** Finding the daemon of a state folder, or starting it. */
package dev.sfa.cli.launch;
