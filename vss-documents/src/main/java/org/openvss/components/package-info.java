/** The rules of components: which are saved together, which files they mean. Pure functions. */
package org.openvss.components;
