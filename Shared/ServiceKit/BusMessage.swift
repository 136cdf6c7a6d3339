internal import MessageBus

/// A message of the bus, beside the `Message` of a conversation in Contracts.
typealias BusMessage = Message
