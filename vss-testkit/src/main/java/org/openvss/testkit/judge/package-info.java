/**
 * The simultaneity judge: finds out from the copies alone whether they show one instant.
 *
 * <p>Start at {@link org.openvss.testkit.judge.SimultaneityJudge}.
 */
@org.jspecify.annotations.NullMarked
package org.openvss.testkit.judge;
