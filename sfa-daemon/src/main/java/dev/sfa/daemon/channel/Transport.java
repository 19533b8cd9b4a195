package dev.sfa.daemon.channel;

/** The way to one client. Nothing here blocks; all of it is safe from any thread. */
interface Transport {
    /** Sends frames after all that was sent before; without effect once closed. */
    void send(Parcel parcel);

    /** Whether binary frames arrive; where they do not, those of a parcel are left out. */
    boolean carriesBinary();

    /** Closes from the server's side, after what was sent. */
    void close(int code, String reason);
}
