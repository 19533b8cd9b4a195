package dev.sfa.daemon.channel;

/** Close codes of RFC 6455, section 7.4.1, as the endpoint uses them. Never 1000: older clients do not come back then. */
final class CloseCodes {
    static final int GOING_AWAY = 1001;
    static final int PROTOCOL_ERROR = 1002;
    static final int NO_STATUS = 1005;
    static final int NOT_UTF8 = 1007;
    static final int POLICY = 1008;
    static final int TOO_BIG = 1009;
    static final int UNEXPECTED = 1011;
    static final int RESTART = 1012;

    private CloseCodes() {}

    /** Whether a close frame may carry this code. */
    static boolean mayBeSent(int code) {
        return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014) || (code >= 3000 && code <= 4999);
    }
}
