/** What outlives the daemon: tracks, jobs, stems, analyses and tokens, in one database file. */
package dev.sfa.daemon.store;
