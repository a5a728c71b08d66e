"""The machine under the product: its processes, their folders and sockets. Imports no Django."""
