/** The three kinds of work: from a URL to a track, from a track to its stems, from a track to its analysis. */
package dev.sfa.daemon.jobs.run;
