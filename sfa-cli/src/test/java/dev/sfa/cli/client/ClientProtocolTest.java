package dev.sfa.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sfa.cli.FakeDaemon;
import dev.sfa.cli.launch.DaemonAddress;
import dev.sfa.cli.launch.DaemonConnector;
import dev.sfa.core.config.SfaPaths;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.protocol.JobStatus;
import dev.sfa.core.protocol.JobType;
import dev.sfa.core.protocol.JobView;
import dev.sfa.core.protocol.PhoenixMessage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The client's checks of the protocol, by their numbers: docs/protocol-coverage.md lists all of them. */
@Timeout(120)
class ClientProtocolTest {
    private static final String ID = "5e000000-0000-4000-8000-000000000002";
    private static final String TOPIC = "jobs:" + ID;
    private static final String ALL = "jobs:all";
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration MOMENT = Duration.ofMillis(50);
    private static final Duration NEVER = Duration.ofHours(1);
    /** Once at once; a second attempt in a row would be seen by the test's time limit. */
    private static final List<Integer> ONCE = List.of(1, 3_600_000);

    @TempDir
    Path home;

    private FakeChannel channel;
    private PhoenixSocket socket;

    @BeforeEach
    void start() throws IOException {
        channel = new FakeChannel();
        channel.put(job(JobStatus.PROCESSING));
        socket = socket(NEVER, NEVER, ONCE, ONCE);
    }

    @AfterEach
    void stop() throws IOException {
        socket.close();
        channel.close();
    }

    @Test
    void c01_theUrlIsTheBaseTheTransportTheTokenAndTheVersion() throws Exception {
        joined(TOPIC);
        assertThat(channel.requests())
                .singleElement()
                .asString()
                .startsWith("GET /socket/websocket?token=a%20%26b%3D%2F&vsn=2.0.0 HTTP/1.1\r\n");
    }

    @Test
    void c04_referencesAreUniqueAndRiseOverReconnects() throws Exception {
        joined(TOPIC);
        joined(ALL);
        socket.leave(ALL);
        awaitMessages(3); // what is still on its way is lost with the connection
        channel.cut();
        lost();
        signal(Signal.Joined.class);
        awaitMessages(4);
        List<Integer> refs = channel.received().stream()
                .map(message -> Integer.valueOf((String) message.ref()))
                .toList();
        assertThat(refs).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void c05_aJoinsReferenceIsItsJoinReference() throws Exception {
        joined(TOPIC);
        PhoenixMessage join = channel.received().get(0);
        assertThat(join.joinRef()).isInstanceOf(String.class).isEqualTo(join.ref());
        assertThat(join.event()).isEqualTo("phx_join");
        assertThat(join.payload()).isEqualTo(Map.of());
    }

    @Test
    void c06_whatIsSaidInAChannelCarriesItsJoinReference() throws Exception {
        joined(ALL);
        joined(TOPIC);
        socket.leave(TOPIC);
        awaitMessages(3);
        PhoenixMessage join = channel.received().get(1);
        PhoenixMessage leave = channel.received().get(2);
        assertThat(leave.joinRef()).isEqualTo(join.ref());
        assertThat(leave.ref()).isNotEqualTo(join.ref());
    }

    @Test
    void c07_repliesFindTheirPushAndUnknownOnesAreIgnored() throws Exception {
        channel.mute("phx_join", true);
        socket.join(TOPIC);
        nothing();
        awaitMessages(1);
        Object ref = channel.received().get(0).ref();
        channel.say(PhoenixMessage.reply(ref, "777", TOPIC, "ok", Map.of("which", "unknown")));
        channel.say(PhoenixMessage.reply(ref, ref, TOPIC, "ok", Map.of("which", "mine")));
        assertThat(signal(Signal.Joined.class).response()).containsEntry("which", "mine");
    }

    @Test
    void c08_framesOfAnotherJoinAreDroppedAndThoseOfNoneAccepted() throws Exception {
        joined(TOPIC);
        channel.say(new PhoenixMessage("99", null, TOPIC, "job:progress", Map.of("n", 1)));
        channel.say(new PhoenixMessage("99", "99", TOPIC, "phx_close", Map.of()));
        channel.say(new PhoenixMessage(null, null, "jobs:other", "job:progress", Map.of("n", 2)));
        channel.say(new PhoenixMessage(null, null, TOPIC, "job:progress", Map.of("n", 3)));
        channel.say(new PhoenixMessage(channel.received().get(0).ref(), null, TOPIC, "job:progress", Map.of("n", 4)));
        assertThat(List.of(pushed(), pushed())).containsExactly(3, 4);
    }

    @Test
    void c10_anUnansweredHeartbeatEndsTheConnectionAndANewOneIsMade() throws Exception {
        assertThat(Pace.STANDARD.heartbeat()).isLessThanOrEqualTo(Duration.ofSeconds(30));
        socket.close();
        socket = socket(Duration.ofMillis(600), NEVER, ONCE, ONCE);
        joined(TOPIC);
        while (heartbeats() < 2) {
            assertThat(socket.next(Duration.ofMillis(5))).isEmpty();
        }
        PhoenixMessage heartbeat = channel.received().get(1);
        assertThat(heartbeat.joinRef()).isNull();
        assertThat(heartbeat.topic()).isEqualTo("phoenix");
        channel.mute("heartbeat", true);
        lost();
        await().until(() -> channel.goodbyes().contains("1000 heartbeat timeout"));
        channel.mute("heartbeat", false);
        signal(Signal.Joined.class);
    }

    @Test
    void c10_anAnswerThatWaitsForALateCallerIsNoTimeOut() throws Exception {
        socket.close();
        socket = socket(Duration.ofMillis(300), NEVER, ONCE, ONCE);
        joined(TOPIC);
        channel.mute("heartbeat", true);
        while (heartbeats() == 0) {
            assertThat(socket.next(Duration.ZERO)).isEmpty();
        }
        channel.mute("heartbeat", false);
        Object ref = channel.received().get(1).ref();
        channel.say(PhoenixMessage.reply(null, ref, "phoenix", "ok", Map.of()));
        Thread.sleep(1_000); // the caller does something else, and the next is due
        assertThat(socket.next(Duration.ofMillis(100))).isEmpty();
        assertThat(channel.goodbyes()).isEmpty();
    }

    @Test
    void c11_thePausesBeforeReconnectsAreThoseOfThePhoenixClient() throws Exception {
        assertThat(Pace.STANDARD.reconnectMillis())
                .containsExactly(10, 50, 100, 150, 200, 250, 500, 1_000, 2_000, 5_000);
        List<Long> attempts = new ArrayList<>();
        channel.close();
        DaemonAddress nobody = new DaemonAddress(channel.url(), "");
        try (PhoenixSocket lonely = new PhoenixSocket(() -> {
            attempts.add(System.nanoTime());
            return nobody;
        })) {
            while (attempts.size() < 5) {
                lonely.next(SOON);
            }
        }
        for (int i = 1; i < attempts.size(); i++) {
            assertThat(TimeUnit.NANOSECONDS.toMillis(attempts.get(i) - attempts.get(i - 1)))
                    .isBetween(Pace.STANDARD.reconnectMillis().get(i - 1) - 1L, 5_000L);
        }
    }

    @Test
    void c11_aConnectionBeginsTheTableAnew() throws Exception {
        joined(TOPIC);
        for (int i = 0; i < 3; i++) {
            channel.cut();
            lost();
            signal(Signal.Joined.class);
        }
        assertThat(channel.joins(TOPIC)).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 1001, 1002, 1011, 1012})
    void c12_itComesBackAfterEveryCode(int code) throws Exception {
        joined(TOPIC);
        channel.say(code);
        assertThat(lost().deliberate()).isEqualTo(code == 1012);
        signal(Signal.Joined.class);
    }

    @Test
    void c12_itComesBackAfterABreakAndAfterAServerInTrouble() throws Exception {
        socket.close();
        socket = socket(NEVER, NEVER, List.of(1), ONCE);
        joined(TOPIC);
        channel.refuse(503);
        channel.cut();
        lost();
        lost();
        channel.refuse(0);
        Optional<Signal> next = socket.next(SOON);
        while (next.isEmpty() || next.get() instanceof Signal.Lost) {
            next = socket.next(SOON);
        }
        assertThat(next.get()).isInstanceOf(Signal.Joined.class);
    }

    @Test
    void c12_aRefusedTokenIsNotTriedAgain() {
        channel.refuse(403);
        socket.join(TOPIC);
        assertThatThrownBy(() -> socket.next(SOON))
                .isInstanceOfSatisfying(
                        SfaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAUTHORIZED));
        assertThat(channel.requests()).hasSize(1);
    }

    @Test
    void c13_closeSaysGoodbyeAndNothingFollows() throws Exception {
        joined(TOPIC);
        socket.close();
        await().until(() -> !channel.goodbyes().isEmpty());
        assertThat(channel.goodbyes()).containsExactly("1000");
        assertThat(channel.requests()).hasSize(1);
    }

    @Test
    void c13_aProgramThatIsToldToEndSaysGoodbye() throws Exception {
        Process program = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Following.class.getName(),
                        channel.url())
                .redirectErrorStream(true)
                .start();
        try {
            await().atMost(Duration.ofSeconds(60)).until(() -> channel.joins(TOPIC) == 1);
            program.destroy();
            assertThat(program.waitFor(30, TimeUnit.SECONDS)).isTrue();
            await().until(() -> !channel.goodbyes().isEmpty());
            assertThat(channel.goodbyes()).containsExactly("1000");
            assertThat(channel.requests()).hasSize(1);
        } finally {
            program.destroyForcibly();
        }
    }

    /** Follows the job, until it is told to end. */
    static final class Following {
        private Following() {}

        public static void main(String[] arguments) throws InterruptedException {
            PhoenixSocket socket = new PhoenixSocket(() -> new DaemonAddress(arguments[0], ""));
            socket.join(TOPIC);
            while (true) {
                socket.next(SOON);
            }
        }
    }

    @Test
    void c14_aCrashedChannelIsJoinedAgainWithThePausesOfThePhoenixClient() throws Exception {
        assertThat(Pace.STANDARD.rejoinMillis()).containsExactly(1_000, 2_000, 5_000, 10_000);
        socket.close();
        socket = socket(NEVER, NEVER, ONCE, List.of(20, 60, 120));
        List<Long> joins = new ArrayList<>();
        socket.join(TOPIC, () -> {
            joins.add(System.nanoTime());
            return Map.of();
        });
        signal(Signal.Joined.class);
        channel.refuseJoins("join crashed");
        signalOfChannel("phx_error");
        while (joins.size() < 4) {
            assertThat(socket.next(Duration.ofMillis(10))).isEmpty();
        }
        channel.refuseJoins(null);
        signal(Signal.Joined.class);
        for (int i = 2; i < 4; i++) {
            assertThat(Duration.ofNanos(joins.get(i) - joins.get(i - 1)))
                    .isGreaterThanOrEqualTo(Duration.ofMillis(i == 2 ? 60 : 120));
        }
        assertThat(channel.requests()).as("connections").hasSize(1);
    }

    @Test
    void c14_aNewConnectionJoinsACrashedChannelAtOnceAndForgetsItsCrashes() throws Exception {
        socket.close();
        socket = socket(NEVER, NEVER, ONCE, List.of(3_600_000));
        joined(TOPIC);
        signalOfChannel("phx_error");
        nothing();
        channel.cut();
        lost();
        signal(Signal.Joined.class);
    }

    @Test
    void c14_aRefusalIsTheDaemonsDecisionAndNotTriedAgain() throws Exception {
        channel.refuseJoins("unauthorized");
        socket.join(TOPIC);
        assertThat(signal(Signal.Refused.class).reason()).isEqualTo("unauthorized");
        nothing();
        assertThat(channel.joins(TOPIC)).isEqualTo(1);
    }

    @Test
    void c15_aClosedChannelStaysClosed() throws Exception {
        joined(TOPIC);
        signalOfChannel("phx_close");
        assertThat(signal(Signal.Closed.class).topic()).isEqualTo(TOPIC);
        channel.push(TOPIC, "job:progress", Map.of());
        nothing();
        channel.cut();
        lost();
        nothing();
        assertThat(channel.joins(TOPIC)).isEqualTo(1);
    }

    @Test
    void c15_theWatcherLooksHowAJobIsWhoseChannelWasClosed() throws Exception {
        channel.put(job(JobStatus.PROCESSING));
        JobListener closing = (job, event, payload) -> {
            if (!job.status().isTerminal()) {
                channel.put(job(JobStatus.COMPLETED));
                try {
                    signalOfChannel("phx_close");
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            }
        };
        DaemonConnector connector = new DaemonConnector(SfaPaths.under(home), Map.of()).at(channel.url());
        try (JobWatcher watcher = new JobWatcher(connector, closing)) {
            assertThat(watcher.follow(List.of(ID), SOON))
                    .singleElement()
                    .extracting(JobView::status)
                    .isEqualTo(JobStatus.COMPLETED);
        }
    }

    @Test
    void c16_aJoinWithoutAnAnswerIsLeftAndTriedAgain() throws Exception {
        assertThat(Pace.STANDARD.joinLimit()).isEqualTo(Duration.ofSeconds(10));
        socket.close();
        socket = socket(NEVER, Duration.ofMillis(100), ONCE, List.of(1));
        channel.mute("phx_join", true);
        socket.join(TOPIC);
        while (channel.received().size() < 2) {
            assertThat(socket.next(Duration.ofMillis(5))).isEmpty();
        }
        channel.mute("phx_join", false);
        signal(Signal.Joined.class);
        PhoenixMessage join = channel.received().get(0);
        PhoenixMessage leave = channel.received().get(1);
        PhoenixMessage again = channel.received().get(2);
        assertThat(leave.event()).isEqualTo("phx_leave");
        assertThat(leave.joinRef()).isEqualTo(join.ref());
        assertThat(again.event()).isEqualTo("phx_join");
        assertThat(List.of(join.ref(), leave.ref(), again.ref())).doesNotHaveDuplicates();
    }

    @Test
    void c19_whatComesAfterALeaveIsNotHeard() throws Exception {
        joined(TOPIC);
        joined(ALL);
        socket.leave(TOPIC);
        awaitMessages(3);
        channel.push(TOPIC, "job:progress", Map.of("n", 1));
        signalOfChannel("phx_close");
        channel.push(ALL, "job:progress", Map.of("n", 2));
        assertThat(pushed()).isEqualTo(2);
        channel.cut();
        lost();
        assertThat(signal(Signal.Joined.class).topic()).isEqualTo(ALL);
        nothing();
        assertThat(channel.joins(TOPIC)).isEqualTo(1);
    }

    @Test
    void c19_aLeaveWithoutAConnectionSaysNothing() throws Exception {
        joined(TOPIC);
        channel.cut();
        lost();
        socket.leave(TOPIC);
        socket.join(ALL);
        signal(Signal.Joined.class);
        assertThat(channel.received()).extracting(PhoenixMessage::event).containsExactly("phx_join", "phx_join");
    }

    @Test
    void c19_aLeaveWhileACrashedChannelWaitsEndsTheWaiting() throws Exception {
        joined(TOPIC);
        signalOfChannel("phx_error");
        socket.leave(TOPIC);
        nothing();
        assertThat(channel.joins(TOPIC)).isEqualTo(1);
    }

    @Test
    void c20_theParametersAreAskedForAtEveryJoin() throws Exception {
        List<Integer> asked = new ArrayList<>();
        socket.join(ALL, () -> {
            asked.add(asked.size());
            return Map.of("last_seq", asked.size());
        });
        signal(Signal.Joined.class);
        channel.cut();
        lost();
        signal(Signal.Joined.class);
        assertThat(channel.received())
                .extracting(message -> message.object().get("last_seq"))
                .containsExactly(1, 2);
    }

    @Test
    void c21_joinsBeforeTheConnectionAreSentOnce() throws Exception {
        channel.refuse(503);
        socket.join(TOPIC);
        lost();
        channel.refuse(0);
        socket.join(ALL);
        signal(Signal.Joined.class);
        signal(Signal.Joined.class);
        nothing();
        assertThat(channel.received()).extracting(PhoenixMessage::topic).containsExactly(TOPIC, ALL);
    }

    @Test
    void c22_aTopicHasOneChannel() throws Exception {
        joined(TOPIC);
        socket.join(TOPIC);
        nothing();
        assertThat(channel.joins(TOPIC)).isEqualTo(1);
        socket.leave(TOPIC);
        joined(TOPIC);
        assertThat(channel.received())
                .extracting(PhoenixMessage::event)
                .containsExactly("phx_join", "phx_leave", "phx_join");
    }

    @Test
    void c26_everythingIsToldInOrder() throws Exception {
        joined(TOPIC);
        for (int i = 0; i < 200; i++) {
            channel.push(TOPIC, "job:progress", Map.of("n", i));
        }
        for (int i = 0; i < 200; i++) {
            assertThat(pushed()).isEqualTo(i);
        }
    }

    private PhoenixSocket socket(
            Duration heartbeat, Duration joinLimit, List<Integer> reconnect, List<Integer> rejoin) {
        return new PhoenixSocket(
                () -> new DaemonAddress(channel.url(), "a &b=/"), new Pace(heartbeat, joinLimit, reconnect, rejoin));
    }

    private void joined(String topic) throws InterruptedException {
        socket.join(topic);
        assertThat(signal(Signal.Joined.class).topic()).isEqualTo(topic);
    }

    private Signal.Lost lost() throws InterruptedException {
        return signal(Signal.Lost.class);
    }

    private int pushed() throws InterruptedException {
        return (int) signal(Signal.Pushed.class).message().object().get("n");
    }

    private <T extends Signal> T signal(Class<T> kind) throws InterruptedException {
        return kind.cast(socket.next(SOON).orElseThrow(() -> new AssertionError("nothing happens")));
    }

    private void nothing() throws InterruptedException {
        assertThat(socket.next(MOMENT)).isEmpty();
    }

    private void awaitMessages(int count) {
        await().until(() -> channel.received().size() >= count);
    }

    private long heartbeats() {
        return channel.received().stream()
                .filter(message -> message.event().equals("heartbeat"))
                .count();
    }

    /** What the server says when the job's channel ends, with the reference of its first join in both places. */
    private void signalOfChannel(String event) throws IOException {
        Object ref = channel.received().stream()
                .filter(message -> message.topic().equals(TOPIC))
                .findFirst()
                .orElseThrow()
                .ref();
        channel.say(new PhoenixMessage(ref, ref, TOPIC, event, Map.of()));
    }

    private static JobView job(JobStatus status) {
        return FakeDaemon.job(ID, JobType.PROCESSING, status, null);
    }
}
