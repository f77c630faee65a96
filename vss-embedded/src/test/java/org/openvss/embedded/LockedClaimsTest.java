package org.openvss.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openvss.ShadowCopySetId;
import org.openvss.VssException;
import org.openvss.coordinator.port.AutoReleaseClaims.Claim;

class LockedClaimsTest {
    private final ShadowCopySetId set = ShadowCopySetId.random();

    @TempDir private Path temp;

    @Test
    void aClaimHoldsUntilItIsClosed() throws Exception {
        LockedClaims claims = new LockedClaims(temp.toString());
        assertThat(claims.isClaimed(set)).isFalse();
        Claim claim = claims.claim(set);
        assertThat(claims.isClaimed(set)).isTrue();
        assertThatThrownBy(() -> claims.claim(set)).isInstanceOf(VssException.class);
        claim.close();
        claim.close();
        assertThat(claims.isClaimed(set)).isFalse();
        assertThat(temp.resolve("claims")).isEmptyDirectory();
    }

    @Test
    void aFileThatADeadProcessHasLeftIsNoClaim() throws Exception {
        Path file = Files.createDirectory(temp.resolve("claims")).resolve(set.toString());
        Files.createFile(file);
        assertThat(new LockedClaims(temp.toString()).isClaimed(set)).isFalse();
        assertThat(file).doesNotExist();
    }
}
