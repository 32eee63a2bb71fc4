"""One module a reader's question: filters, then figures."""
