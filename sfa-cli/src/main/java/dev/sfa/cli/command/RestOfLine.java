package dev.sfa.cli.command;

import java.util.List;
import java.util.Stack;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** For an option whose value is a command: it takes all that follows, what looks like options included. */
final class RestOfLine implements IParameterConsumer {
    @Override
    public void consumeParameters(Stack<String> arguments, ArgSpec option, CommandSpec command) {
        if (arguments.isEmpty()) {
            throw new ParameterException(command.commandLine(), "--on-finish needs a program, and comes last");
        }
        List<String> words = option.getValue();
        while (!arguments.isEmpty()) {
            words.add(arguments.pop());
        }
    }
}
