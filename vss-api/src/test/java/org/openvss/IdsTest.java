package org.openvss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ids are GUIDs in any case, with or without braces, and nothing else. */
class IdsTest {
    private static final String GUID = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";

    @ParameterizedTest
    @ValueSource(
            strings = {
                GUID,
                "3F2504E0-4F89-41D3-9A0C-0305E82C3301",
                "{3F2504E0-4f89-41d3-9a0c-0305e82c3301}"
            })
    void everyFormOfAGuidIsRead(String text) throws VssException {
        assertThat(ShadowCopyId.parse(text)).hasToString(GUID);
        assertThat(ShadowCopySetId.parse(text).value())
                .isEqualTo(ProviderId.parse(text).value())
                .isEqualTo(WriterId.parse(text).value())
                .isEqualTo(WriterInstanceId.parse(text).value())
                .isEqualTo(SessionId.parse(text).value());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1-1-1-1-1",
                "{3f2504e0-4f89-41d3-9a0c-0305e82c3301",
                "3f2504e0-4f89-41d3-9a0c-0305e82c330g",
                "/mnt/data",
                " 3f2504e0-4f89-41d3-9a0c-0305e82c3301"
            })
    void anythingElseIsRefusedWithWhatAnIdLooksLike(String text) {
        assertThatThrownBy(() -> ShadowCopyId.parse(text))
                .isInstanceOf(VssException.class)
                .hasMessageContaining("E_INVALIDARG")
                .hasMessageContaining("'" + text + "'")
                .hasMessageContaining("looks like");
    }
}
