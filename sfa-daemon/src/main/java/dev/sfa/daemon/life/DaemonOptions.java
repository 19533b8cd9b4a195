package dev.sfa.daemon.life;

import dev.sfa.core.config.Settings;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import java.util.Set;

/**
 * How the daemon was asked to run.
 *
 * @param host address to listen on
 * @param port port to listen on; 0 for any
 * @param portFixed whether no other port will do
 * @param startedBy {@code auto} (by a client that needed it), {@code start} or {@code run}
 */
public record DaemonOptions(String host, int port, boolean portFixed, String startedBy) {
    private static final Set<String> STARTERS = Set.of("auto", "start", "run");

    /**
     * The settings, overridden by the arguments {@code --host}, {@code --port} and {@code --started-by}.
     *
     * @throws SfaException (USAGE) for arguments that make no sense
     */
    public static DaemonOptions parse(String[] args, Settings settings) {
        String host = settings.text("daemon.host");
        int port = settings.integer("daemon.port");
        boolean fixed = settings.isSet("daemon.port");
        String startedBy = "run";
        for (int i = 0; i < args.length; i += 2) {
            if (i + 1 == args.length) {
                throw new SfaException(ErrorCode.USAGE, "The option " + args[i] + " needs a value.");
            }
            String value = args[i + 1];
            switch (args[i]) {
                case "--host" -> host = value;
                case "--port" -> {
                    port = port(value);
                    fixed = true;
                }
                case "--started-by" -> startedBy = starter(value);
                default ->
                    throw new SfaException(
                            ErrorCode.USAGE,
                            "There is no option " + args[i] + "; the daemon takes --host, --port and --started-by.");
            }
        }
        return new DaemonOptions(host, checked(port), fixed, startedBy);
    }

    /** Whether it may end by itself when there is nothing to do. */
    public boolean endsWhenIdle() {
        return startedBy.equals("auto");
    }

    private static int port(String value) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new SfaException(ErrorCode.USAGE, "--port is \"" + value + "\", but must be a number.", e);
        }
    }

    private static int checked(int port) {
        if (port < 0 || port > 65_535) {
            throw new SfaException(ErrorCode.USAGE, "There is no port " + port + "; choose one from 0 to 65535.");
        }
        return port;
    }

    private static String starter(String value) {
        if (!STARTERS.contains(value)) {
            throw new SfaException(ErrorCode.USAGE, "--started-by is auto, start or run, not \"" + value + "\".");
        }
        return value;
    }
}
