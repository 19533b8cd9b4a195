/** What a terminal, a pipe and a program see of jobs and results. */
package dev.sfa.cli.render;
