package org.openvss.cli;

import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.openvss.ShadowCopySetId;
import org.openvss.VssException;
import org.openvss.embedded.LocalVss;
import org.openvss.embedded.SetVerification;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code vss verify}: whether the applications of a set can use its copies. */
@Command(
        name = "verify",
        description = {
            "Start each database of a set on a throw-away clone of its copy and have its own programs",
            "check the data. The copies are not changed; the result is kept and shown by 'vss show'."
        },
        sortOptions = false)
final class VerifyCommand implements Callable<Integer> {
    @ParentCommand private @Nullable VssCommand parent;

    @Parameters(paramLabel = "SET", description = "id of the set")
    private String set = "";

    @Override
    public Integer call() throws VssException, InterruptedException {
        VssCommand vssCommand = Objects.requireNonNull(parent);
        ShadowCopySetId id = ShadowCopySetId.parse(set);
        try (LocalVss vss = vssCommand.open()) {
            SetVerification verification = vss.verify(id);
            if (vssCommand.json()) {
                vssCommand.output().json(JsonShapes.verification(verification));
            } else {
                print(vssCommand.output(), verification);
            }
            verification.requireSound();
            return Main.DONE;
        }
    }

    /** Prints what was found, one row for each writer and one line for each finding. */
    static void print(Output output, SetVerification verification) {
        output.line("Verified " + Texts.time(verification.verifiedAt()));
        Table table = new Table("WRITER", "VERDICT", "TOOK", "CHECKED BY", "FOUND");
        for (SetVerification.OneWriter writer : verification.writers()) {
            table.row(
                    writer.name(),
                    writer.verdict().name().toLowerCase(Locale.ROOT),
                    writer.tookMillis() + " ms",
                    writer.checkedBy(),
                    String.join("; ", writer.findings()));
        }
        output.table(table);
    }
}
