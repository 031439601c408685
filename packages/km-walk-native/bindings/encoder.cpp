// Encoding: triples as text to the arrays of a graph.

#include "km/encoder.hpp"

#include <mutex>
#include <optional>
#include <string>

#include "km/encode_at_once.hpp"
#include "module.hpp"
#include "running.hpp"

namespace km::python {
namespace {

[[nodiscard]] std::string_view utf8(PyObject* label) {
#ifndef Py_LIMITED_API
    // Most labels, without a call for each.
    if (PyUnicode_Check(label) && PyUnicode_IS_COMPACT_ASCII(label)) [[likely]] {
        return {reinterpret_cast<const char*>(PyUnicode_1BYTE_DATA(label)),
                static_cast<std::size_t>(PyUnicode_GET_LENGTH(label))};
    }
#endif
    Py_ssize_t size = 0;
    const char* const bytes = PyUnicode_AsUTF8AndSize(label, &size);
    if (bytes == nullptr) throw PythonError();
    return {bytes, static_cast<std::size_t>(size)};
}

// Labels stay where they are: str objects keep their UTF-8, and the tuples keep the str objects.
template <class Take>
void take_triples(const py::list& triples, const Take& take) {
    for (const py::handle triple : triples) {
        PyObject* const labels = triple.ptr();
        if (!PyTuple_Check(labels)) throw py::type_error("expected triples as tuples");
        if (PyTuple_GET_SIZE(labels) != 3)
            throw std::invalid_argument("expected triples of 3 labels");
        take(utf8(PyTuple_GET_ITEM(labels, 0)), utf8(PyTuple_GET_ITEM(labels, 1)),
             utf8(PyTuple_GET_ITEM(labels, 2)));
    }
}

// The bytes of an object while they are looked at.
class Bytes {
  public:
    explicit Bytes(PyObject* object) {
        if (PyObject_GetBuffer(object, &buffer_, PyBUF_SIMPLE) != 0) throw PythonError();
    }
    ~Bytes() { PyBuffer_Release(&buffer_); }
    Bytes(const Bytes&) = delete;
    Bytes& operator=(const Bytes&) = delete;

    [[nodiscard]] std::string_view view() const {
        return {static_cast<const char*>(buffer_.buf), static_cast<std::size_t>(buffer_.len)};
    }

  private:
    Py_buffer buffer_;
};

py::tuple labels(LabelArrays&& labels) {
    return py::make_tuple(hand_over<char, std::uint8_t>(std::move(labels.bytes)),
                          hand_over(std::move(labels.offsets)));
}

py::tuple csr(Csr&& csr) {
    return py::make_tuple(hand_over(std::move(csr.offsets)), hand_over(std::move(csr.relations)),
                          hand_over(std::move(csr.neighbors)));
}

// Labels as (bytes, offsets), adjacency as (offsets, relations, neighbors).
py::tuple arrays(EncodedGraph&& graph) {
    return py::make_tuple(labels(std::move(graph.entities)), labels(std::move(graph.relations)),
                          csr(std::move(graph.forward)), csr(std::move(graph.backward)));
}

// Keeps the GIL, and so the list as it is: for a few thousand triples.
py::tuple encode_at_once(const py::list& triples) {
    return arrays(
        km::encode_at_once([&](const auto& take, const auto&) { take_triples(triples, take); }));
}

class Encoder {
  public:
    explicit Encoder(int threads) : threads_(threads), encoder_(threads) {}

    // How many triples were taken, and the line that was not as the layout says.
    std::pair<Offset, std::optional<Offset>> add_lines(const py::object& block, int separator,
                                                       std::size_t n_fields, std::size_t head,
                                                       std::size_t relation, std::size_t tail) {
        const Bytes bytes(block.ptr());
        const std::string_view text = bytes.view();
        const LineLayout layout{static_cast<char>(separator), n_fields, head, relation, tail};
        try {
            const Offset taken = run(threads_, [&](const Execution& execution) {
                const std::lock_guard lock(mutex_);
                return encoder_.add_lines(text, layout, execution);
            });
            return {taken, std::nullopt};
        } catch (const LineError& error) {
            return {0, error.index};
        }
    }

    Offset add(const py::list& triples) {
        const auto each = [&](const auto& take, const auto&) { take_triples(triples, take); };
        const std::unique_lock lock = locked();
        return encoder_.add(each);
    }

    void add_entities(const py::list& labels) {
        const auto each = [&](const auto&, const auto& mention) {
            for (const py::handle label : labels) mention(utf8(label.ptr()));
        };
        const std::unique_lock lock = locked();
        encoder_.add(each);
    }

    py::tuple finish() {
        return arrays(run(threads_, [&](const Execution& execution) {
            const std::lock_guard lock(mutex_);
            return encoder_.finish(execution);
        }));
    }

  private:
    // Waits without the GIL, which whoever holds the lock may want.
    std::unique_lock<std::mutex> locked() {
        const py::gil_scoped_release release;
        return std::unique_lock(mutex_);
    }

    int threads_;
    std::mutex mutex_;
    km::Encoder encoder_;
};

}  // namespace

void add_encoder(py::module_& module) {
    py::class_<Encoder>(module, "Encoder", "Numbers labels as they come and makes a graph.")
        .def(py::init<int>(), py::kw_only(), py::arg("threads"))
        .def("add_lines", &Encoder::add_lines, py::arg("block"), py::kw_only(),
             py::arg("separator"), py::arg("n_fields"), py::arg("head"), py::arg("relation"),
             py::arg("tail"))
        .def("add", &Encoder::add, py::arg("triples"))
        .def("add_entities", &Encoder::add_entities, py::arg("labels"))
        .def("finish", &Encoder::finish);
    module.def("encode_at_once", &encode_at_once, py::arg("triples"));
}

}  // namespace km::python
