package dev.sfa.dist;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The directions of dependencies that the design decides: cli to core, daemon to core, and their packages. */
class ArchitectureTest {
    private static JavaClasses sfa;

    @BeforeAll
    static void read() {
        sfa = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.sfa");
        assertThat(sfa).hasSizeGreaterThan(100);
    }

    @Test
    void coreKnowsNeitherJobsNorDatabaseNorServerNorTerminal() {
        noClasses()
                .that()
                .resideInAPackage("dev.sfa.core..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.sfa.daemon..",
                        "dev.sfa.cli..",
                        "java.sql..",
                        "org.jdbi..",
                        "org.glassfish..",
                        "jakarta..",
                        "picocli..",
                        "org.jline..")
                .check(sfa);
    }

    @Test
    void daemonKnowsNoTerminal() {
        noClasses()
                .that()
                .resideInAPackage("dev.sfa.daemon..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.sfa.cli..", "picocli..", "org.jline..")
                .check(sfa);
    }

    @Test
    void cliKnowsNeitherTheDaemonsClassesNorADatabase() {
        noClasses()
                .that()
                .resideInAPackage("dev.sfa.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.sfa.daemon..", "java.sql..", "org.jdbi..", "org.slf4j..", "ch.qos.logback..")
                .check(sfa);
    }

    @Test
    void packagesOfAPartFormNoCycles() {
        for (String part : new String[] {"core", "daemon", "cli"}) {
            slices().matching("dev.sfa." + part + ".(*)..")
                    .should()
                    .beFreeOfCycles()
                    .check(sfa);
        }
    }

    @Test
    void whatBothSidesSpeakKnowsNoAudio() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "dev.sfa.core.protocol..",
                        "dev.sfa.core.config..",
                        "dev.sfa.core.error..",
                        "dev.sfa.core.task..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.sfa.core.audio..",
                        "dev.sfa.core.dsp..",
                        "dev.sfa.core.analysis..",
                        "dev.sfa.core.separation..",
                        "dev.sfa.core.download..",
                        "dev.sfa.core.plot..")
                .check(sfa);
    }

    @Test
    void signalProcessingKnowsNoFiles() {
        noClasses()
                .that()
                .resideInAPackage("dev.sfa.core.dsp..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.sfa.core.audio..", "dev.sfa.core.analysis..", "java.nio.file..", "java.net..")
                .check(sfa);
    }

    /** The handle of a transaction passes through the jobs; what is done with it is the store's matter. */
    @Test
    void onlyTheStoreSpeaksSql() {
        DescribedPredicate<JavaClass> database = resideInAnyPackage(
                        "java.sql..", "org.jdbi..", "org.flywaydb..", "com.zaxxer..", "org.sqlite..")
                .and(not(belongToAnyOf(Handle.class, JdbiException.class)));
        noClasses()
                .that()
                .resideInAPackage("dev.sfa.daemon..")
                .and()
                .resideOutsideOfPackages("dev.sfa.daemon.store..")
                .should()
                .dependOnClassesThat(database)
                .check(sfa);
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.sfa.daemon.store..")
                .should()
                .callMethodWhere(target(owner(assignableTo(Handle.class))))
                .check(sfa);
    }

    @Test
    void annotationsOfFrameworksStayInHttp() {
        noClasses()
                .that()
                .resideInAPackage("dev.sfa.daemon..")
                .and()
                .resideOutsideOfPackages("dev.sfa.daemon.http..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jakarta.ws.rs..", "jakarta.inject..", "org.glassfish.jersey..")
                .check(sfa);
    }

    @Test
    void exceptionsForPeopleAreOfOneKind() {
        classes()
                .that()
                .resideInAPackage("dev.sfa..")
                .and()
                .areAssignableTo(RuntimeException.class)
                .should()
                .haveModifier(com.tngtech.archunit.core.domain.JavaModifier.FINAL)
                .check(sfa);
    }
}
