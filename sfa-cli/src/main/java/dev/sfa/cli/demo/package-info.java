/** {@code sfa demo}: the whole main job on a song the program composes itself, offline. */
package dev.sfa.cli.demo;
