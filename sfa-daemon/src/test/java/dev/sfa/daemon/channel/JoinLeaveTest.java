package dev.sfa.daemon.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sfa.core.protocol.Json;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks 27 to 40: joins and leaves. */
class JoinLeaveTest {
    private ChannelFixture server;
    private RawClient client;

    @BeforeEach
    void open() throws IOException {
        server = new ChannelFixture();
        client = server.connect();
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        server.close();
    }

    private void exchange(String sent, String... received) throws IOException {
        client.send(sent.replace('\'', '"'));
        expect(received);
    }

    private void expect(String... received) throws IOException {
        for (String frame : received) {
            assertThat(client.json()).isEqualTo(Json.parse(frame.replace('\'', '"')));
        }
    }

    /** Nothing was sent before the answer to this. */
    private void expectNothing() throws IOException {
        exchange(
                "[null,'h','phoenix','heartbeat',{}]",
                "[null,'h','phoenix','phx_reply',{'response':{},'status':'ok'}]");
    }

    @Test
    void s027_a_join_is_answered_with_its_references_and_the_response() throws Exception {
        exchange(
                "['7','8','room:a','phx_join',{'u':1}]",
                "['7','8','room:a','phx_reply',{'response':{'hello':{'u':1},'topic':'room:a'},'status':'ok'}]");
    }

    @Test
    void s028_a_join_without_a_response_is_answered_with_an_empty_one() throws Exception {
        exchange(
                "['7','7','room:empty','phx_join',{}]",
                "['7','7','room:empty','phx_reply',{'response':{},'status':'ok'}]");
    }

    @Test
    void s029_a_refused_join_makes_no_channel() throws Exception {
        exchange(
                "['5','5','room:denied','phx_join',{}]",
                "['5','5','room:denied','phx_reply',{'response':{'reason':'unauthorized'},'status':'error'}]");
        exchange(
                "['5','6','room:denied','echo',{}]",
                "[null,'6','room:denied','phx_reply',{'response':{'reason':'unmatched topic'},'status':'error'}]");
    }

    @Test
    void s030_a_join_that_crashes_is_answered() throws Exception {
        exchange(
                "['6','6','room:crashjoin','phx_join',{}]",
                "['6','6','room:crashjoin','phx_reply',{'response':{'reason':'join crashed'},'status':'error'}]");
        assertThat(server.channels.broadcaster().hasSubscribers("room:crashjoin"))
                .isFalse();
    }

    @Test
    void s031_an_unknown_topic_is_answered_without_join_ref() throws Exception {
        exchange(
                "['4','4','nope:a','phx_join',{}]",
                "[null,'4','nope:a','phx_reply',{'response':{'reason':'unmatched topic'},'status':'error'}]");
    }

    @Test
    void s032_the_101st_channel_is_refused() throws Exception {
        for (int i = 0; i < 100; i++) {
            client.ask("[\"" + i + "\",\"" + i + "\",\"room:x" + i + "\",\"phx_join\",{}]");
        }
        exchange(
                "['100','100','room:x100','phx_join',{}]",
                "['100','100','room:x100','phx_reply',{'response':{'reason':'too many channels joined'},'status':'error'}]");
        exchange(
                "['3','101','room:x3','phx_leave',{}]",
                "['3','101','room:x3','phx_reply',{'response':{},'status':'ok'}]",
                "['3','3','room:x3','phx_close',{}]");
        assertThat(client.ask("[\"102\",\"102\",\"room:x100\",\"phx_join\",{}]"))
                .asString()
                .contains("ok");
    }

    @ParameterizedTest
    @CsvSource({"room:exact, exact", "room:deep:a, longest", "room:deep:, longest"})
    void s033_the_exact_topic_counts_then_the_longest_prefix(String topic, String rule) throws Exception {
        exchange(
                "['1','1','" + topic + "','phx_join',{}]",
                "['1','1','" + topic + "','phx_reply',{'response':{'rule':'" + rule + "'},'status':'ok'}]");
    }

    @Test
    void s034_a_second_join_replaces_the_first() throws Exception {
        int open = RoomChannel.OPEN.get();
        client.ask("[\"7\",\"7\",\"room:a\",\"phx_join\",{}]");
        exchange(
                "['20','20','room:a','phx_join',{'again':1}]",
                "['20','20','room:a','phx_reply',{'response':{'hello':{'again':1},'topic':'room:a'},'status':'ok'}]",
                "['7','7','room:a','phx_close',{}]");
        exchange("['7','21','room:a','echo',{}]");
        exchange("['20','22','room:a','echo',{}]", "['20','22','room:a','phx_reply',{'response':{},'status':'ok'}]");
        assertThat(RoomChannel.OPEN.get()).isEqualTo(open + 1);
        assertThat(server.channels.broadcaster().subscribers("room:a")).isOne();
    }

    @Test
    void s034_a_second_join_that_is_refused_still_ends_the_first() throws Exception {
        String id = server.job();
        client.ask("[\"1\",\"1\",\"jobs:" + id + "\",\"phx_join\",{}]");
        server.forget(id);
        exchange(
                "['2','2','jobs:" + id + "','phx_join',{}]",
                "['2','2','jobs:" + id + "','phx_reply',{'response':{'reason':'unknown job'},'status':'error'}]",
                "['1','1','jobs:" + id + "','phx_close',{}]");
    }

    @Test
    void s035_a_leave_and_a_join_in_one_go_are_handled_in_order() throws Exception {
        client.ask("[\"3\",\"3\",\"room:d\",\"phx_join\",{}]");
        client.sendAll(List.of(
                "[\"3\",\"6\",\"room:d\",\"phx_leave\",{}]",
                "[\"7\",\"7\",\"room:d\",\"phx_join\",{}]",
                "[\"7\",\"8\",\"room:d\",\"echo\",{}]"));
        expect(
                "['3','6','room:d','phx_reply',{'response':{},'status':'ok'}]",
                "['3','3','room:d','phx_close',{}]",
                "['7','7','room:d','phx_reply',{'response':{'hello':{},'topic':'room:d'},'status':'ok'}]",
                "['7','8','room:d','phx_reply',{'response':{},'status':'ok'}]");
    }

    @Test
    void s036_a_leave_is_answered_and_the_channel_closes() throws Exception {
        client.ask("[\"28\",\"28\",\"room:a\",\"phx_join\",{}]");
        exchange(
                "['28','30','room:a','phx_leave',{}]",
                "['28','30','room:a','phx_reply',{'response':{},'status':'ok'}]",
                "['28','28','room:a','phx_close',{}]");
    }

    @Test
    void s037_a_leave_without_a_join_is_answered() throws Exception {
        exchange(
                "['28','31','room:a','phx_leave',{}]",
                "['28','31','room:a','phx_reply',{'response':{},'status':'ok'}]");
    }

    @Test
    void s038_a_leave_of_another_instance_is_ignored() throws Exception {
        client.ask("[\"7\",\"7\",\"room:a\",\"phx_join\",{}]");
        exchange("['3','29','room:a','phx_leave',{}]");
        exchange(
                "['7','30','room:a','echo',{'x':1}]",
                "['7','30','room:a','phx_reply',{'response':{'x':1},'status':'ok'}]");
    }

    @Test
    void s039_a_join_without_join_ref_works() throws Exception {
        exchange(
                "[null,'50','room:nj','phx_join',{}]",
                "[null,'50','room:nj','phx_reply',{'response':{'hello':{},'topic':'room:nj'},'status':'ok'}]");
        exchange(
                "[null,'51','room:nj','echo',{'k':1}]",
                "['50','51','room:nj','phx_reply',{'response':{'k':1},'status':'ok'}]");
        exchange(
                "[null,null,'room:nn','phx_join',{}]",
                "[null,null,'room:nn','phx_reply',{'response':{'hello':{},'topic':'room:nn'},'status':'ok'}]");
    }

    @Test
    void s040_numbers_as_references_come_back_as_numbers() throws Exception {
        exchange(
                "[40,40,'room:n','phx_join',{}]",
                "[40,40,'room:n','phx_reply',{'response':{'hello':{},'topic':'room:n'},'status':'ok'}]");
        exchange("[40,41,'room:n','echo',{'a':1}]", "[40,41,'room:n','phx_reply',{'response':{'a':1},'status':'ok'}]");
        exchange("['40','43','room:n','echo',{}]");
        expectNothing();
    }
}
