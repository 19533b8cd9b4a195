/** Work that is never lost: submitted, stored, run, tried again, cancelled, followed. */
package dev.sfa.daemon.jobs;
