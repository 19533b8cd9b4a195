package dev.sfa.core.separation.external;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.LongConsumer;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;

/** The body of a request that tells how much of it is on its way. */
final class CountedUpload extends HttpEntityWrapper {
    private final LongConsumer sent;

    /** @param sent hears the bytes handed to the network so far, on the thread that sends them */
    CountedUpload(HttpEntity body, LongConsumer sent) {
        super(body);
        this.sent = sent;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        super.writeTo(new FilterOutputStream(out) {
            private long count;

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                out.write(bytes, offset, length);
                count += length;
                sent.accept(count);
            }
        });
    }
}
