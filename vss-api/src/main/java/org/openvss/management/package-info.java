/**
 * What administrators call to manage the storage that shadow copies take, and the providers. All of
 * it arrives with the management part; until then every call answers {@code E_NOTIMPL}.
 */
package org.openvss.management;
