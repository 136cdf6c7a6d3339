#pragma once
#include <libpq-fe.h>

/* The fields of an error are named by character macros, which Swift does not import. Each may be NULL. */
static inline const char *moat_pq_sqlstate(const PGresult *result) {
    return PQresultErrorField(result, PG_DIAG_SQLSTATE);
}

static inline const char *moat_pq_message(const PGresult *result) {
    return PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
}

static inline const char *moat_pq_table(const PGresult *result) {
    return PQresultErrorField(result, PG_DIAG_TABLE_NAME);
}

static inline const char *moat_pq_constraint(const PGresult *result) {
    return PQresultErrorField(result, PG_DIAG_CONSTRAINT_NAME);
}

static inline const char *moat_pq_column(const PGresult *result) {
    return PQresultErrorField(result, PG_DIAG_COLUMN_NAME);
}

static inline void moat_pq_ignore_notice(void *context, const char *message) {
    (void)context;
    (void)message;
}

/* A notice ("already exists, skipping") would go to standard error, between the lines of the log. */
static inline void moat_pq_ignore_notices(PGconn *connection) {
    PQsetNoticeProcessor(connection, moat_pq_ignore_notice, NULL);
}
