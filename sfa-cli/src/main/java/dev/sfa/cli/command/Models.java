package dev.sfa.cli.command;

import dev.sfa.core.config.Settings;
import dev.sfa.core.download.DownloadSettings;
import dev.sfa.core.download.WebFile;
import dev.sfa.core.separation.onnx.ModelInstaller;
import dev.sfa.core.separation.onnx.ModelLibrary;

/** The models of this machine, which commands change without the daemon: it looks at their folder at each order. */
final class Models {
    private Models() {}

    static ModelLibrary library(Session session) {
        return new ModelLibrary(session.paths().models());
    }

    static ModelInstaller installer(Session session) {
        Settings settings = Settings.load(session.paths(), session.env());
        return new ModelInstaller(
                library(session), new WebFile(DownloadSettings.of(settings, session.paths(), session.env())));
    }
}
