package dev.sfa.daemon.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.protocol.JobView;
import dev.sfa.daemon.auth.Principal;
import dev.sfa.daemon.auth.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database of the first version, with something in every table of it, on its way to the newest. */
class MigrationTest {
    private static final String TOKEN = "sfa_0123456789012345678901234567890123456789012";
    private static final List<String> TABLES = List.of("tracks", "jobs", "stems", "analyses", "tokens", "sequences");

    @TempDir
    Path home;

    private Path file;

    @BeforeEach
    void writeTheFirstVersion() throws SQLException {
        file = home.resolve("sfa.db");
        Flyway.configure(Schema.class.getClassLoader())
                .dataSource("jdbc:sqlite:" + file, null, null)
                .table("schema_history")
                .locations("classpath:db/migration")
                .target("1")
                .load()
                .migrate();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement sql = connection.createStatement()) {
            sql.execute("INSERT INTO tracks VALUES ('t1', 'Title', 'Artist', NULL, 1.5, 'http://x/y.wav', NULL, 'hash',"
                    + " '/files/downloads/t1/Artist - Title.wav', 10, 'wav', 44100, 2, 1000)");
            sql.execute("INSERT INTO jobs VALUES"
                    + job("j1", "download", "NULL", "completed", 100, "'{}'", "NULL", "2000")
                    + ", " + job("j2", "processing", "NULL", "failed", 40, "NULL", "'broken'", "3000")
                    + ", " + job("j3", "analysis", "'j1'", "queued", 0, "NULL", "NULL", "NULL"));
            sql.execute(
                    "INSERT INTO stems VALUES ('s1', 'j2', 't1', 'vocals', '/files/stems/j2/vocals.wav', 'wav', 5, 0)");
            sql.execute("INSERT INTO analyses VALUES ('t1', 'j3', 112.0, 'A minor', NULL, '{}', '{}', 4000)");
            sql.execute("INSERT INTO tokens VALUES ('k1', 'phone', 'submit', '" + TokenStore.sha256(TOKEN)
                    + "', 5000, NULL)");
            sql.execute("UPDATE sequences SET next_value = 77 WHERE name = 'events'");
        }
    }

    private static String job(
            String id,
            String type,
            String after,
            String status,
            int progress,
            String result,
            String error,
            String end) {
        return "('" + id + "', '" + type + "', 't1', " + after + ", '{\"url\":\"http://x/" + id + "\"}', 'print " + id
                + "', '" + status + "', " + progress + ", '', 1, 3, 0, 1, 5, " + result + ", " + error
                + ", NULL, NULL, 900, 1000, 1500, " + end + ", 9)";
    }

    @Test
    void nothingIsLostOnTheWayAndACopyIsLeftBehind() throws SQLException {
        Map<String, List<Map<String, Object>>> before = rows(file);
        before.forEach((table, rows) -> assertThat(rows).as(table).isNotEmpty());
        try (Database database = Database.open(file)) {
            assertThat(new Schema(database.dataSource(), file).version()).isEqualTo(Schema.NEWEST);
            JobView waiting = new JobStore(database).find("j3").orElseThrow().view();
            assertThat(waiting.priority()).isEqualTo(5);
            assertThat(waiting.createdAt()).isEqualTo(Instant.ofEpochMilli(1000));
            assertThat(new TrackStore(database).findByHash("hash")).isPresent();
            assertThat(new TokenStore(database).authenticate(TOKEN))
                    .contains(new Principal("k1", "phone", Scope.SUBMIT));
            assertThat(new EventSequence(database).next()).isGreaterThanOrEqualTo(77);
        }
        rows(file).forEach((table, after) -> {
            for (Map<String, Object> row : before.get(table)) {
                assertThat(after).as(table).anySatisfy(kept -> assertThat(kept).containsAllEntriesOf(comparable(row)));
            }
            assertThat(after).hasSameSizeAs(before.get(table));
        });
        Path copy = home.resolve("sfa.db.v1");
        assertThat(rows(copy)).isEqualTo(before);
    }

    @Test
    void anOlderProgramLeavesANewerDatabaseAlone() throws IOException {
        try (Database database = Database.open(file)) {
            Schema older = new Schema(database.dataSource(), file, Schema.NEWEST - 1);
            assertThatThrownBy(older::update)
                    .isInstanceOfSatisfying(
                            SfaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MISMATCH))
                    .hasMessageContaining("schema " + Schema.NEWEST + ", this one knows " + (Schema.NEWEST - 1));
        }
        assertThat(Files.exists(home.resolve("sfa.db.v" + Schema.NEWEST))).isFalse();
    }

    /** The count of events goes on when the sequence is asked. */
    private static Map<String, Object> comparable(Map<String, Object> row) {
        Map<String, Object> copy = new LinkedHashMap<>(row);
        copy.remove("next_value");
        return copy;
    }

    private static Map<String, List<Map<String, Object>>> rows(Path file) throws SQLException {
        Map<String, List<Map<String, Object>>> all = new LinkedHashMap<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement sql = connection.createStatement()) {
            for (String table : TABLES) {
                List<Map<String, Object>> rows = new ArrayList<>();
                try (ResultSet result = sql.executeQuery("SELECT * FROM " + table)) {
                    ResultSetMetaData columns = result.getMetaData();
                    while (result.next()) {
                        Map<String, Object> row = new LinkedHashMap<>();
                        for (int i = 1; i <= columns.getColumnCount(); i++) {
                            row.put(columns.getColumnName(i), result.getObject(i));
                        }
                        rows.add(row);
                    }
                }
                all.put(table, rows);
            }
        }
        return all;
    }
}
