package org.openvss.kernel.transactions;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.openvss.examples.shop.Shop;

/** Customers who order all the time, each with a till of its own, until it is closed. */
final class ShopLoad implements AutoCloseable {
    private final Shop shop;
    private final AtomicLong lastOrder;
    private final AtomicLong booked = new AtomicLong();
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private final List<Thread> customers = new ArrayList<>();
    private volatile boolean closing;

    /**
     * Starts the customers.
     *
     * @param lastOrder the number of the last order so far; goes on from there
     */
    ShopLoad(Shop shop, AtomicLong lastOrder, int customers) {
        this.shop = shop;
        this.lastOrder = lastOrder;
        for (int i = 0; i < customers; i++) {
            this.customers.add(
                    Thread.ofPlatform().name("customer " + i).daemon().start(this::order));
        }
    }

    private void order() {
        try (Shop.Till till = shop.openTill()) {
            while (!closing) {
                long id = lastOrder.incrementAndGet();
                till.book(id, id % 1000);
                booked.incrementAndGet();
            }
        } catch (SQLException | Shop.ShopException e) {
            failure.set(e);
        }
    }

    /** Returns how many orders have been booked so far. */
    long booked() {
        return booked.get();
    }

    /** Waits until so many orders more have been booked; fails if a customer had to give up. */
    void awaitMore(long orders) throws InterruptedException {
        long wanted = booked() + orders;
        while (booked() < wanted) {
            requireAllServed();
            Thread.sleep(5);
        }
    }

    void requireAllServed() {
        Exception why = failure.get();
        if (why != null) {
            throw new AssertionError("an order was not booked", why);
        }
    }

    @Override
    public void close() {
        closing = true;
        for (Thread customer : customers) {
            try {
                if (!customer.join(java.time.Duration.ofSeconds(60))) {
                    throw new AssertionError(customer.getName() + " does not end");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
        requireAllServed();
    }
}
