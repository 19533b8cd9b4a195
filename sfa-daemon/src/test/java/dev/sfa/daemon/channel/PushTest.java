package dev.sfa.daemon.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sfa.core.protocol.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks 41 to 57: messages on a channel, and how one ends. */
class PushTest {
    private ChannelFixture server;
    private RawClient client;
    private int open;

    @BeforeEach
    void open() throws IOException {
        open = RoomChannel.OPEN.get();
        server = new ChannelFixture();
        client = server.inRoom();
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        server.close();
    }

    private void exchange(String sent, String... received) throws IOException {
        client.send(sent.replace('\'', '"'));
        expect(client, received);
    }

    private static void expect(RawClient client, String... received) throws IOException {
        for (String frame : received) {
            assertThat(client.json()).isEqualTo(Json.parse(frame.replace('\'', '"')));
        }
    }

    /** Nothing was sent before the answer to this. */
    private static void expectNothing(RawClient client) throws IOException {
        client.send("[null,\"h\",\"phoenix\",\"heartbeat\",{}]");
        expect(client, "[null,'h','phoenix','phx_reply',{'response':{},'status':'ok'}]");
    }

    private RawClient second() throws IOException {
        RawClient second = server.connect();
        second.ask("[\"1\",\"1\",\"room:a\",\"phx_join\",{}]");
        return second;
    }

    @Test
    void s041_a_reply_has_the_status_the_channel_gives() throws Exception {
        exchange(
                "['7','8','room:a','echo',{'x':1}]",
                "['7','8','room:a','phx_reply',{'response':{'x':1},'status':'ok'}]");
        exchange(
                "['7','9','room:a','fail',{'x':1}]",
                "['7','9','room:a','phx_reply',{'response':{'x':1},'status':'error'}]");
        exchange("['7','10','room:a','custom',{}]", "['7','10','room:a','phx_reply',{'response':{},'status':'maybe'}]");
    }

    @Test
    void s042_a_channel_need_not_answer() throws Exception {
        exchange("['7','11','room:a','noreply',{}]");
        expectNothing(client);
    }

    @Test
    void s043_a_reply_without_payload_has_an_empty_one() throws Exception {
        exchange("['7','10','room:a','status',{}]", "['7','10','room:a','phx_reply',{'response':{},'status':'ok'}]");
    }

    @Test
    void s044_a_push_has_the_join_ref_and_no_ref() throws Exception {
        exchange("['7','12','room:a','push',{'p':1}]", "['7',null,'room:a','pushed',{'p':1}]");
    }

    @Test
    void s045_an_event_that_cannot_be_sent_takes_none_with_it() throws Exception {
        server.channels.broadcaster().publish(new Broadcast("room:a", "broken", RoomChannel.BROKEN, 0, false));
        server.channels.broadcaster().publish(new Broadcast("room:a", "sound", Map.of(), 0, false));
        assertThat(client.text()).isEqualTo("[null,null,\"room:a\",\"sound\",{}]");
    }

    @Test
    void s045_nor_one_that_was_held_back_during_the_join() throws Exception {
        exchange(
                "['3','3','room:early','phx_join',{}]",
                "['3','3','room:early','phx_reply',{'response':{},'status':'ok'}]",
                "['3',null,'room:early','sound',{}]");
        exchange(
                "['3','4','room:early','echo',{'x':1}]",
                "['3','4','room:early','phx_reply',{'response':{'x':1},'status':'ok'}]");
    }

    @ParameterizedTest
    @EnumSource(Serializer.class)
    void s045_nor_one_that_is_delivered_together_with_others(Serializer serializer) {
        Broadcast broken = new Broadcast("room:a", "broken", RoomChannel.BROKEN, 0, false);
        Broadcast sound = new Broadcast("room:a", "sound", Map.of(), 0, false);
        Batch batch = new Batch(List.of(sound, broken, sound));
        assertThat(batch.parcels(serializer))
                .singleElement()
                .satisfies(parcel -> assertThat(parcel.frames()).hasSize(2));
    }

    @Test
    void s045_a_broadcast_reaches_every_subscriber_and_one_to_others_all_but_the_sender() throws Exception {
        try (RawClient second = second();
                RawClient elsewhere = server.connect()) {
            elsewhere.ask("[\"1\",\"1\",\"room:b\",\"phx_join\",{}]");
            exchange(
                    "['7','13','room:a','bcast',{'p':2}]",
                    "[null,null,'room:a','bcasted',{'p':2}]",
                    "['7','13','room:a','phx_reply',{'response':{},'status':'ok'}]");
            expect(second, "[null,null,'room:a','bcasted',{'p':2}]");
            exchange(
                    "['7','14','room:a','bcast_from',{'p':3}]",
                    "['7','14','room:a','phx_reply',{'response':{},'status':'ok'}]");
            expect(second, "[null,null,'room:a','bcasted',{'p':3}]");
            expectNothing(elsewhere);
        }
    }

    @Test
    void s046_a_message_for_another_instance_is_ignored() throws Exception {
        exchange("['99','14','room:a','echo',{}]");
        exchange("[7,'14','room:a','echo',{}]");
        expectNothing(client);
    }

    @Test
    void s047_a_message_without_join_ref_is_accepted() throws Exception {
        exchange(
                "[null,'15','room:a','echo',{'n':1}]",
                "['7','15','room:a','phx_reply',{'response':{'n':1},'status':'ok'}]");
    }

    @Test
    void s048_a_message_without_ref_is_answered_without() throws Exception {
        exchange("['7',null,'room:a','echo',{}]", "['7',null,'room:a','phx_reply',{'response':{},'status':'ok'}]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"'str'", "null", "[1,[2]]", "17", "1.5", "true", "{'a':{'b':[{}]}}", "12345678901234567890"})
    void s049_any_json_value_is_a_payload(String payload) throws Exception {
        exchange(
                "['7','42','room:a','echo'," + payload + "]",
                "['7','42','room:a','phx_reply',{'response':" + payload + ",'status':'ok'}]");
    }

    @Test
    void s049_a_join_with_another_payload_has_no_params() throws Exception {
        exchange(
                "['1','1','room:s','phx_join','str']",
                "['1','1','room:s','phx_reply',{'response':{'hello':{},'topic':'room:s'},'status':'ok'}]");
        assertThat(client.ask("[\"2\",\"2\",\"jobs:all\",\"phx_join\",[1]]"))
                .asString()
                .contains("ok");
        assertThat(client.ask("[\"2\",\"3\",\"jobs:all\",\"ping\",null]"))
                .asString()
                .contains("ok");
    }

    @Test
    void s049_extra_elements_are_ignored() throws Exception {
        exchange(
                "['7','43','room:a','echo',{},'extra',[1,{}]]",
                "['7','43','room:a','phx_reply',{'response':{},'status':'ok'}]");
    }

    @Test
    void s050_text_of_all_planes_goes_there_and_back() throws Exception {
        exchange(
                "['é','8','room:ü𝄞','phx_join',{'k':'\u2028𝄞\\u0000'}]",
                "['é','8','room:ü𝄞','phx_reply',{'response':{'hello':{'k':'\u2028𝄞\\u0000'},'topic':'room:ü𝄞'},"
                        + "'status':'ok'}]");
    }

    @Test
    void s051_messages_in_one_go_are_answered_in_order() throws Exception {
        List<String> frames = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            frames.add("[\"7\",\"" + i + "\",\"room:a\",\"echo\",{\"i\":" + i + "}]");
        }
        client.sendAll(frames);
        for (int i = 0; i < 10; i++) {
            expect(client, "['7','" + i + "','room:a','phx_reply',{'response':{'i':" + i + "},'status':'ok'}]");
        }
    }

    @Test
    void s052_a_broadcast_made_by_a_message_comes_before_its_reply() throws Exception {
        for (int i = 0; i < 20; i++) {
            exchange(
                    "['7','13','room:a','bcast',{'p':2}]",
                    "[null,null,'room:a','bcasted',{'p':2}]",
                    "['7','13','room:a','phx_reply',{'response':{},'status':'ok'}]");
        }
    }

    @Test
    void s053_a_crash_ends_the_channel_alone() throws Exception {
        client.ask("[\"8\",\"8\",\"room:b\",\"phx_join\",{}]");
        exchange("['7','22','room:a','crash',{}]", "['7','7','room:a','phx_error',{'reason':'channel_crash'}]");
        exchange("['8','9','room:b','echo',{}]", "['8','9','room:b','phx_reply',{'response':{},'status':'ok'}]");
        exchange(
                "['24','24','room:a','phx_join',{}]",
                "['24','24','room:a','phx_reply',{'response':{'hello':{},'topic':'room:a'},'status':'ok'}]");
    }

    @Test
    void s054_a_channel_that_stops_says_so() throws Exception {
        exchange("['7','25','room:a','stop',{}]", "['7','7','room:a','phx_close',{}]");
    }

    @Test
    void s055_a_last_reply_comes_before_the_end() throws Exception {
        exchange(
                "['7','27','room:a','stop_reply',{}]",
                "['7','27','room:a','phx_reply',{'response':{'bye':1},'status':'ok'}]",
                "['7','7','room:a','phx_close',{}]");
    }

    @Test
    void s056_after_a_crash_the_topic_is_not_joined() throws Exception {
        exchange("['7','22','room:a','crash',{}]", "['7','7','room:a','phx_error',{'reason':'channel_crash'}]");
        exchange(
                "['7','23','room:a','echo',{}]",
                "[null,'23','room:a','phx_reply',{'response':{'reason':'unmatched topic'},'status':'error'}]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"phx_leave", "crash", "stop"})
    void s057_a_channel_that_ends_is_cleaned_up(String event) throws Exception {
        assertThat(RoomChannel.OPEN.get()).isEqualTo(open + 1);
        client.ask("[\"7\",\"22\",\"room:a\",\"" + event + "\",{}]");
        await().until(() ->
                RoomChannel.OPEN.get() == open && !server.channels.broadcaster().hasSubscribers("room:a"));
    }

    @Test
    void s057_channels_of_a_lost_socket_are_cleaned_up() throws Exception {
        client.close();
        await().until(() ->
                RoomChannel.OPEN.get() == open && !server.channels.broadcaster().hasSubscribers("room:a"));
    }
}
