package dev.sfa.daemon.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sfa.daemon.store.Database;
import dev.sfa.daemon.store.SharedTransaction;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pieces of work that share a transaction. */
class GroupCommitTest {
    @TempDir
    private Path home;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final AtomicInteger undone = new AtomicInteger();
    private Database database;
    private GroupCommit group;

    @BeforeEach
    void open() {
        database = Database.open(home.resolve("sfa.db"));
        database.jdbi().useHandle(handle -> handle.execute("CREATE TABLE numbers (n INTEGER PRIMARY KEY)"));
        group = new GroupCommit(new SharedTransaction(database), () -> {}, undone::incrementAndGet);
    }

    @AfterEach
    void close() {
        threads.shutdownNow();
        group.close();
        database.close();
    }

    private int insert(int number) {
        group.write(handle -> handle.execute("INSERT INTO numbers VALUES (?)", number));
        group.whenStored(() -> told.add("stored " + number));
        return number;
    }

    private List<Integer> stored() {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("SELECT n FROM numbers ORDER BY n")
                        .mapTo(Integer.class)
                        .list());
    }

    /** Work that comes one after the other while the first is held up, and so shares the second transaction. */
    private List<Future<Integer>> together(List<Supplier<Integer>> works) throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Future<?> first = threads.submit(() -> group.exclusively(() -> {
            begun.countDown();
            try {
                return release.await(20, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }));
        begun.await();
        List<Future<Integer>> futures = new ArrayList<>();
        for (Supplier<Integer> work : works) {
            int before = group.waiting();
            futures.add(threads.submit(() -> group.exclusively(work)));
            await().until(() -> group.waiting() == before + 1);
        }
        release.countDown();
        first.get();
        return futures;
    }

    @Test
    void workSeesWhatTheOthersOfItsGroupHaveWrittenAndIsToldOfInOrder() throws Exception {
        List<Future<Integer>> futures = together(IntStream.rangeClosed(1, 5)
                .<Supplier<Integer>>mapToObj(i -> () -> {
                    assertThat(told).isEmpty();
                    assertThat(stored()).hasSize(i - 1);
                    return insert(i);
                })
                .toList());
        for (int i = 1; i <= 5; i++) {
            assertThat(futures.get(i - 1).get()).isEqualTo(i);
        }
        assertThat(told).containsExactly("stored 1", "stored 2", "stored 3", "stored 4", "stored 5");
    }

    @Test
    void aChangeThatFailsIsTakenBackAlone() throws Exception {
        List<Future<Integer>> futures = together(List.of(
                () -> insert(1),
                () -> {
                    group.write(handle -> {
                        handle.execute("INSERT INTO numbers VALUES (2)");
                        throw new IllegalStateException("no");
                    });
                    return 2;
                },
                () -> insert(1),
                () -> insert(4)));
        assertThat(futures.get(0).get()).isEqualTo(1);
        assertThatThrownBy(futures.get(1)::get).hasRootCauseMessage("no");
        assertThatThrownBy(futures.get(2)::get).rootCause().hasMessageContaining("UNIQUE");
        assertThat(futures.get(3).get()).isEqualTo(4);
        assertThat(stored()).containsExactly(1, 4);
        assertThat(told).containsExactly("stored 1", "stored 4");
        assertThat(undone).hasValue(0);
    }

    @Test
    void whenTheTransactionFailsNoneOfItIsStoredOrToldOf() throws Exception {
        List<Future<Integer>> futures = together(List.of(
                () -> insert(1),
                () -> {
                    group.write(handle -> {
                        // As SQLite itself does when the disk is full.
                        handle.execute("ROLLBACK");
                        throw new IllegalStateException("no room");
                    });
                    return 2;
                },
                () -> insert(3)));
        for (Future<Integer> future : futures) {
            assertThatThrownBy(future::get).hasRootCauseMessage("no room");
        }
        assertThat(stored()).isEmpty();
        assertThat(told).isEmpty();
        assertThat(undone).hasValue(1);
        assertThat(group.exclusively(() -> insert(5))).isEqualTo(5);
        assertThat(stored()).containsExactly(5);
    }

    @Test
    void aListenerMayStoreMore() {
        group.exclusively(() -> {
            group.whenStored(() -> group.exclusively(() -> insert(2)));
            return insert(1);
        });
        assertThat(told).containsExactlyInAnyOrder("stored 1", "stored 2");
        assertThat(stored()).containsExactly(1, 2);
    }

    @Test
    void whatIsStoredRelaxedIsSyncedWithTheNext() {
        assertThat(group.exclusivelyRelaxed(() -> insert(1))).isEqualTo(1);
        assertThat(group.exclusively(() -> insert(2))).isEqualTo(2);
        assertThat(stored()).containsExactly(1, 2);
        assertThat(database.jdbi()
                        .<String, RuntimeException>withHandle(handle -> handle.createQuery("PRAGMA synchronous")
                                .mapTo(String.class)
                                .one()))
                .as("FULL")
                .isEqualTo("2");
    }

    @Test
    void nothingIsLostOrDoneTwiceUnderLoad() throws Exception {
        List<Future<Integer>> futures = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            int number = i;
            futures.add(threads.submit(() -> {
                group.soon(() -> group.whenStored(() -> told.add("soon " + number)));
                return number % 3 == 0
                        ? group.exclusivelyRelaxed(() -> insert(number))
                        : group.exclusively(() -> insert(number));
            }));
        }
        for (Future<Integer> future : futures) {
            future.get();
        }
        await().until(() -> told.size() == 1_000);
        assertThat(stored()).hasSize(500);
        assertThat(told).doesNotHaveDuplicates();
    }
}
