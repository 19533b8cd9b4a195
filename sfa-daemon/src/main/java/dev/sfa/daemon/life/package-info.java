/** The life of the daemon's process: its lock, its options, its logs, its end. */
package dev.sfa.daemon.life;
